"""Exchange between departments: packs for marketing, requests, promises of sales, warm leads."""
