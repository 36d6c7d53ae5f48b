package io.os199.cs.retention.risk;

import io.os199.cs.retention.churn.Contribution;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads what the last run stored. */
interface StoredRiskDao {
    /** The newest prediction of each of these clients. */
    @SqlQuery(
            """
            select distinct on (client_id) client_id, contributions
            from churn_predictions
            where client_id = any (:clientIds)
            order by client_id, predicted_on desc
            """)
    @RegisterConstructorMapper(Predicted.class)
    List<Predicted> predictions(String[] clientIds);

    /** The contributions that make up a client's probability. */
    record Predicted(String clientId, @Json List<Contribution> contributions) {
        public Predicted {
            contributions = List.copyOf(contributions);
        }
    }

    /** Compares a probability with those stored for the other live clients, of its tier and of all. */
    @SqlQuery(
            """
            select count(*) as all_count,
                count(*) filter (where churn_probability < :probability) as lower_count,
                count(*) filter (where tier = :tier) as tier_count,
                count(*) filter (where tier = :tier and churn_probability < :probability) as tier_lower_count
            from clients
            where status <> 'churned' and churn_probability is not null and client_id <> :clientId
            """)
    @RegisterConstructorMapper(Rank.class)
    Rank rank(String clientId, String tier, double probability);

    /** Counts of clients. */
    record Rank(int allCount, int lowerCount, int tierCount, int tierLowerCount) {}

    @SqlQuery("select as_of, finished_at, client_count from refresh_runs where name = 'risk'")
    @RegisterConstructorMapper(Run.class)
    Optional<Run> lastRun();

    /** A run over the portfolio. */
    record Run(@Nullable LocalDate asOf, @Nullable Instant finishedAt, int clientCount) {}

    /**
     * Returns the outcomes of predictions from about three months ago: for each client that was live on a day, the
     * newest on or before it, where its 90 days are over.
     */
    @SqlQuery(
            """
            select p.client_id, p.predicted_on as as_of, p.probability,
                exists (select from churn_events e
                    where e.client_id = p.client_id and e.churned_on > p.predicted_on
                        and e.churned_on <= p.predicted_on + p.horizon_days) as happened
            from (select distinct on (client_id) client_id, predicted_on, probability, horizon_days
                  from churn_predictions
                  where predicted_on <= :day and predicted_on > :day - 30 and probability is not null
                  order by client_id, predicted_on desc) p
            where not exists (select from churn_events e
                where e.client_id = p.client_id and e.churned_on > p.predicted_on and e.churned_on <= :day)
            order by p.client_id
            """)
    @RegisterConstructorMapper(Outcome.class)
    List<Outcome> outcomes(LocalDate day);

    /** A prediction for a client, and whether it came true. */
    record Outcome(String clientId, LocalDate asOf, double probability, boolean happened) {}
}
