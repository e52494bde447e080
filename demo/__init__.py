"""Seeded generators of demonstration data: invented values in the real file formats, real faults included."""
