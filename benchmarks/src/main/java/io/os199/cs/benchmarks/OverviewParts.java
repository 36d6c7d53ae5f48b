package io.os199.cs.benchmarks;

import io.os199.cs.core.ClientDao;
import io.os199.cs.core.history.LatestPart;
import io.os199.cs.core.overview.CommunicationPart;
import io.os199.cs.core.overview.EngagementPart;
import io.os199.cs.core.overview.HealthPart;
import io.os199.cs.core.overview.OpportunitiesPart;
import io.os199.cs.core.overview.PrimaryContactPart;
import io.os199.cs.core.overview.RevenuePart;
import io.os199.cs.core.overview.RisksPart;
import io.os199.cs.core.overview.SupportPart;
import io.os199.cs.core.overview.TasksPart;
import io.os199.cs.core.overview.UsagePart;
import io.os199.cs.onboarding.OnboardingPart;
import io.os199.cs.platform.database.Part;
import io.os199.cs.platform.database.Parts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The statements of {@code get_client_overview} over plain JDBC: their rows as JSON, nothing else. */
final class OverviewParts {
    private static final List<Part<?>> ALL =
            List.of(
                    ClientDao.PART,
                    PrimaryContactPart.FIND,
                    HealthPart.NEWEST,
                    OnboardingPart.NEWEST,
                    EngagementPart.READ,
                    SupportPart.READ,
                    UsagePart.READ,
                    RevenuePart.READ,
                    CommunicationPart.READ,
                    RisksPart.FIRST,
                    OpportunitiesPart.FIRST,
                    TasksPart.FIRST,
                    LatestPart.READ);

    private static final Pattern PARAMETER = Pattern.compile("(?<![:\\w]):([a-zA-Z]\\w*)");

    /** A statement with question marks, and the parameter that each stands for. */
    private record Positional(String sql, List<String> names) {
        static Positional of(List<Part<?>> parts) {
            String named = Parts.statement(parts);
            return new Positional(
                    PARAMETER.matcher(named).replaceAll("?"),
                    PARAMETER.matcher(named).results().map((MatchResult m) -> m.group(1)).toList());
        }
    }

    private final List<Positional> inTurn =
            ALL.stream().map(part -> Positional.of(List.of(part))).toList();
    private final List<Positional> together = List.of(Positional.of(ALL));

    static int count() {
        return ALL.size();
    }

    /** Runs one statement after the other. */
    List<String> inTurn(Connection connection, String clientId) throws SQLException {
        return read(connection, clientId, inTurn);
    }

    /** Runs them as one statement. */
    List<String> together(Connection connection, String clientId) throws SQLException {
        return read(connection, clientId, together);
    }

    private static List<String> read(
            Connection connection, String clientId, List<Positional> statements)
            throws SQLException {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        List<String> read = new ArrayList<>();
        for (Positional statement : statements) {
            try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
                for (int i = 0; i < statement.names().size(); i++) {
                    prepared.setObject(
                            i + 1, value(connection, statement.names().get(i), clientId, now));
                }
                try (ResultSet row = prepared.executeQuery()) {
                    row.next();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        String json = row.getString(i);
                        if (json != null) {
                            read.add(json);
                        }
                    }
                }
            }
        }
        return read;
    }

    private static Object value(
            Connection connection, String name, String clientId, OffsetDateTime now)
            throws SQLException {
        return switch (name) {
            case "clientId" -> clientId;
            case "clientIds" -> connection.createArrayOf("text", new String[] {clientId});
            case "today", "asOf" -> now.toLocalDate();
            case "now" -> now;
            default -> throw new IllegalStateException("no value for " + name);
        };
    }
}
