"""The flowchart of a procedure: a layered drawing (Sugiyama et al., 1981) with labels as nodes of their own.

A label takes part in the layout like a step, so it can lie neither over a step nor over another label.
Lines run straight down through the layers, where room is kept for them, and sideways only in the channels
between the layers, each in a track of its own.
"""

from deskbook.services.flowchart.drawing import Box, Drawing, Line, Shape, draw
from deskbook.services.flowchart.graph import Arrow, chart

__all__ = ["Arrow", "Box", "Drawing", "Line", "Shape", "chart", "draw"]
