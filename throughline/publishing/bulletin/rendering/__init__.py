"""An issue's content as a page, a mail, a PDF, a Word document."""
