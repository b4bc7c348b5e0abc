"""Quality control: what is checked today, scores, remarks, calibration, a second pair of eyes."""
