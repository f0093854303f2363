"""The page of an assessment: one HTML file that needs nothing else, and the picture of its inference graph as SVG."""
