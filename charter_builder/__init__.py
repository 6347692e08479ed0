"""charter-builder: from an organisation profile and a library of clauses to a published charter for the use of AI."""

__version__ = "0.1.0"
