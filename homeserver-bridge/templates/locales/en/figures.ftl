### Figures, exports and alerts.
