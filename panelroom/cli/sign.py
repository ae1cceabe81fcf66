"""``panelroom sign``: a person's signature under confirmed minutes."""

import argparse
from pathlib import Path

from panelroom.cli.common import Commands, add_json, add_passphrase, out, out_json, passphrase
from panelroom.text import clean_line


def add(commands: Commands) -> None:
    """Add the command."""
    sign = commands.add_parser(
        "sign",
        help="sign confirmed minutes with your own key",
        description="Add your signature to minutes as PDF, behind those that are there: the secretary signs, then, "
        "where they sign, the Chair. Only confirmed minutes are signed. The time is this computer's: a claimed time.",
        epilog="Example: panelroom sign minutes.pdf --as secretary.vault.age --role secretary",
    )
    sign.add_argument("file", type=Path, metavar="FILE.pdf")
    sign.add_argument("--as", required=True, dest="key", metavar="KEY", help="your vault, or its name")
    sign.add_argument("--role", default="", metavar="ROLE", help="what you sign as: secretary, chair")
    sign.add_argument("--out", type=Path, metavar="FILE", help="the signed file (else it replaces FILE.pdf)")
    add_passphrase(sign)
    add_json(sign)
    sign.set_defaults(do=_sign)


def _sign(arguments: argparse.Namespace) -> int:
    from panelroom.cli.pack_seal import person_of
    from panelroom.clock import SystemClock
    from panelroom.records.files import refuse_existing, write_whole
    from panelroom.signed.signing import ready_to_sign, sign

    pdf, found = ready_to_sign(arguments.file)
    if arguments.out:
        refuse_existing(arguments.out)
    person = person_of(arguments.key, arguments, passphrase(arguments.passphrase_file))
    signed = sign(pdf, found, person, role=arguments.role, at=SystemClock().wall())
    to = arguments.out or arguments.file
    write_whole(to, signed)
    place, fingerprint = len(found.signatures) + 1, person.public.certificate
    if arguments.json:
        out_json({"signed": str(to), "place": place, "name": person.name, "fingerprint": fingerprint})
        return 0
    out(
        f"Signed {clean_line(to.name)} as {person.name}, signature {place}. The time in it is a claimed time."
    )
    out(f"Your certificate, SHA-256: {fingerprint}")
    return 0
