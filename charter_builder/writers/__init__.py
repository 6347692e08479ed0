"""Writers: each turns a charter into bytes. None knows the library, the profile or the selection."""

#: What can be asked for, in the order it is written.
FORMATS = ("site", "print", "pdf", "docx", "odt", "md", "json")
