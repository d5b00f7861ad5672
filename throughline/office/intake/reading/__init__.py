"""From bytes to typed rows, or to a list of everything that is wrong. Pure: no Django, no clock, no database."""

from throughline.office.intake.reading.cells import source_precision
from throughline.office.intake.reading.folder import Folder, Reading, read_files, read_folder
from throughline.office.intake.reading.problems import Problem
from throughline.office.intake.reading.tables import Record

__all__ = ["Folder", "Problem", "Reading", "Record", "read_files", "read_folder", "source_precision"]
