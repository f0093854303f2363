"""The notebook, run from its first cell to its last."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient


def test_every_cell_of_the_notebook_runs() -> None:
    """It says what is urgent, what could raise it, draws the report in a frame of its own, and assesses a table."""
    path = Path(__file__).with_name("notebook.ipynb")
    notebook = nbformat.read(path, as_version=4)
    assert not [output for cell in notebook.cells for output in cell.get("outputs", ())], "it is kept without answers"
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    shown = [output.get("data", {}) for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert "'urgent'" in shown[0]["text/plain"]
    assert "'emergency'" in shown[1]["text/plain"]
    assert "'Groin pain with a leg that cannot take weight is an emergency'" in shown[3]["text/plain"]
    assert shown[4]["text/html"].startswith("<iframe")
    assert "femoral_neck_stress_fracture" in shown[5]["text/plain"]
