"""The officer's case folder: documents, redactions made here, ticks and waivers, approval."""
