"""Check my work: a button in JupyterLab that grades, and says below each check what holds."""
