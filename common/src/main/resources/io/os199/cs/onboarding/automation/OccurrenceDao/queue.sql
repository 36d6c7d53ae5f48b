-- Queues the occurrences at one client and returns how many runs are new.
-- Parameters: clientId, now, today, completed, firstValues.
with {{io.os199.cs.onboarding.automation.subscription}},
{{io.os199.cs.onboarding.automation.found}}
{{io.os199.cs.onboarding.automation.queued}}
