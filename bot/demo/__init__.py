"""`riddlewire demo`: the whole product on one machine, by hand or turned once by simulated teammates."""
