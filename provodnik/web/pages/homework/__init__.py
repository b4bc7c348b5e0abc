"""Works waiting for a check, the rubric beside them, the regulation; graduates and skills."""
