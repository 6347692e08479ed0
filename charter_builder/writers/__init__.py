"""Writers: each turns a charter into bytes. None knows the library, the profile or the selection."""
