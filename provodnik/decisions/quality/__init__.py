"""Quality control: a daily sample, checks by a checklist, remarks, a second pair of eyes."""
