"""The register: what the panel said in every meeting, and what became of it.

It holds the panel's own words and the force's answers, and no word of the papers. Like a meeting it is what its
changes add up to: nothing in it is overwritten.
"""
