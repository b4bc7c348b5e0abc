"""The pulse of the department: what burns, three streams that meet here, who carries how much."""
