package io.os199.cs.retention;

/** Which clients were live on a day: no churn was in force, or the client had come back from it. */
public final class LiveClients {
    /** A condition on the client {@code c} before the day {@code w.until}. */
    public static final String ARE_LIVE =
            """
            (c.status <> 'churned' or exists (
                    select
                    from churn_events e
                    where e.client_id = c.client_id and e.churned_on >= w.until))
                and not exists (
                    select
                    from churn_events e
                    where e.client_id = c.client_id and e.churned_on < w.until and not exists (
                        select
                        from lifecycle_transitions x
                        where x.client_id = e.client_id and x.from_stage = 'churned'
                            and (x.changed_at at time zone 'UTC')::date >= e.churned_on
                            and (x.changed_at > e.created_at or (x.changed_at at time zone 'UTC')::date > e.churned_on)
                            and (x.changed_at at time zone 'UTC')::date < w.until))
            """;

    private LiveClients() {}
}
