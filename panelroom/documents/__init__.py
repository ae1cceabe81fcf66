"""Documents in: a file from outside becomes typed text, page by page, and a list of what it hid.

The original never travels. What a reader can see is rebuilt as :class:`~panelroom.documents.model.Imported`;
every parse happens in a limited child process.
"""
