package io.os199.cs.quickstart.demo;

import com.fasterxml.jackson.databind.JsonNode;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/** Summary statistics of a database, computed from its rows, as aligned text. */
public final class DemoDescription {
    private record Chapter(String title, String query) {}

    private static final List<Chapter> CHAPTERS =
            List.of(
                    new Chapter(
                            "Clients by stage",
                            """
                            select lifecycle_stage as stage, count(*) as clients, sum(contract_value) as arr
                            from clients group by 1 order by 2 desc
                            """),
                    new Chapter(
                            "Clients by tier",
                            """
                            select tier, count(*) as clients, sum(contract_value) as arr
                            from clients group by 1 order by 3 desc
                            """),
                    new Chapter(
                            "Clients by health band (scored by the product)",
                            """
                            select coalesce(health_band, 'not scored') as band, count(*) as clients,
                                round(avg(health_score), 1) as score
                            from clients where status <> 'churned' group by 1 order by 2 desc
                            """),
                    new Chapter(
                            "Churn by year",
                            """
                            select extract(year from churned_on)::int as year, count(*) as clients,
                                sum(arr_lost_amount) as arr_lost
                            from churn_events group by 1 order by 1
                            """),
                    new Chapter(
                            "Use by week, the last twelve",
                            """
                            select date_trunc('week', day)::date as week, sum(event_count) as events,
                                count(distinct client_id) as clients,
                                repeat('#', (40 * sum(event_count)
                                    / max(sum(event_count)) over ())::int) as of_the_highest
                            from usage_daily_users
                            where day >= date_trunc('week', (select max(day) from usage_daily_users))::date - 77
                            group by 1 order by 1
                            """),
                    new Chapter(
                            "Tickets by month, the last six",
                            """
                            select to_char(opened_at, 'YYYY-MM') as month, count(*) as tickets,
                                count(*) filter (where priority in ('P0', 'P1')) as urgent,
                                count(*) filter (where first_response_breached_at is not null
                                    or resolution_breached_at is not null) as breached
                            from tickets
                            where opened_at >= date_trunc('month', (select max(opened_at) from tickets))
                                - interval '5 months'
                            group by 1 order by 1
                            """),
                    new Chapter(
                            "Survey answers of the last year of answers",
                            """
                            select kind, count(*) as answers, round(avg(score), 2) as mean,
                                case when kind = 'nps' then round(100.0
                                    * (count(*) filter (where score >= 9) - count(*) filter (where score <= 6))
                                    / count(*)) end as nps
                            from survey_responses
                            where responded_at > (select max(responded_at) from survey_responses)
                                - interval '1 year'
                            group by 1 order by 1
                            """));

    private DemoDescription() {}

    /** Describes the database without changing anything. */
    public static String of(DataSource database, List<AnswerKeyEntry> answers) throws SQLException {
        StringBuilder text = new StringBuilder();
        boolean isOfThese;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setReadOnly(true);
            for (Chapter chapter : CHAPTERS) {
                try (ResultSet rows = statement.executeQuery(chapter.query())) {
                    text.append(chapter.title())
                            .append("\n\n")
                            .append(TextTable.of(rows))
                            .append('\n');
                }
            }
            isOfThese = isOfThese(connection, answers);
        }
        text.append("Planted\n\n");
        if (isOfThese) {
            answers.forEach(answer -> text.append(planted(answer)));
        } else {
            text.append("  no answer key to the clients of this database\n");
        }
        return text.toString();
    }

    /** Whether the key belongs to this database: the key is that of the last run, and another database may be named. */
    private static boolean isOfThese(Connection connection, List<AnswerKeyEntry> answers)
            throws SQLException {
        Object[] ids = answers.stream().flatMap(answer -> answer.clientIds().stream()).toArray();
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "select exists (select from clients where client_id = any (?))")) {
            statement.setArray(1, connection.createArrayOf("text", ids));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static String planted(AnswerKeyEntry answer) {
        StringBuilder text = new StringBuilder();
        String who = answer.names().isEmpty() ? "all clients" : String.join("; ", answer.names());
        text.append("  %s: %s, since %s%n".formatted(answer.key(), who, answer.since()));
        text.append("    %s%n".formatted(answer.what()));
        for (Map.Entry<String, JsonNode> figure : answer.evidence().properties()) {
            text.append("    %-32s %s%n".formatted(figure.getKey(), figure.getValue().asText()));
        }
        return text.append("    see: %s%n%n".formatted(answer.expected())).toString();
    }
}
