"""What people look at: scoreboard and charts. Reads the published mart, or the frame that it is handed."""
