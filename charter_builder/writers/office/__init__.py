"""The charter as a document to amend: `charte.docx` and `charte.odt`, from one outline, on the standard library alone."""
