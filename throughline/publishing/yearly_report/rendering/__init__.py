"""From a report's content to a page, a PDF, a Word document, CSV and JSON."""
