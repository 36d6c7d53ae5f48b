package io.os199.cs.health.patterns;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.Tier;
import io.os199.cs.health.model.RiskPattern;
import io.os199.cs.health.model.UsageDays;
import io.os199.cs.platform.database.UseJoinedSql;
import io.os199.cs.usage.model.UsageFacts.Hour;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Reads many clients at once, or one client by a single statement, with {@code EngagementPatternDao/*.sql} beside
 * this package's classes.
 */
@UseJoinedSql
interface EngagementPatternDao {
    @SqlQuery
    @RegisterConstructorMapper(Client.class)
    List<Client> clients(
            @Nullable String first,
            @Nullable String last,
            @Nullable String segmentId,
            @Nullable Tier tier,
            @Nullable HealthBand healthBand);

    /**
     * Reads one client, whose id is the only element of {@code clientIds} and whose day is the only one of {@code
     * days}.
     */
    @SqlQuery
    @RegisterConstructorMapper(IndividualRow.class)
    IndividualRow individual(
            String clientId,
            String[] clientIds,
            String[] days,
            LocalDate start,
            LocalDate day,
            LocalDate firstMonday,
            LocalDate endMonday,
            LocalDate from,
            LocalDate newest,
            LocalDate today,
            Instant cut,
            Instant since,
            String zone,
            @BindMethods IndividualParts parts);

    @SqlQuery
    @RegisterConstructorMapper(UseRow.class)
    UseRow use(
            String[] clientIds,
            LocalDate start,
            LocalDate day,
            LocalDate firstMonday,
            LocalDate endMonday);

    @SqlQuery
    @RegisterConstructorMapper(Hour.class)
    List<Hour> hours(String[] clientIds, LocalDate start, LocalDate day, String zone);

    @SqlQuery
    @RegisterConstructorMapper(FeatureRow.class)
    FeatureRow features(String[] clientIds, LocalDate day);

    @SqlQuery
    @RegisterConstructorMapper(ContactRow.class)
    ContactRow contacts(
            String[] clientIds, LocalDate start, LocalDate day, Instant cut, String zone);

    @SqlQuery
    @RegisterConstructorMapper(TicketRow.class)
    TicketRow tickets(String[] clientIds, LocalDate start, Instant cut, String zone);

    @SqlQuery
    @RegisterConstructorMapper(RiskRow.class)
    List<RiskRow> risks(String[] clientIds, String[] days, LocalDate today, Instant cut);

    @SqlQuery
    @RegisterConstructorMapper(Left.class)
    List<Left> churned(LocalDate today);

    @SqlQuery
    @RegisterConstructorMapper(UsageDays.class)
    List<UsageDays> usageDays(String[] clientIds, LocalDate from, LocalDate newest);

    record Client(String clientId, String clientName, BigDecimal arrAmount, boolean isInScope) {}

    /** The parts that are asked for about one client. */
    record IndividualParts(
            boolean wantsAnomalies,
            boolean wantsHours,
            boolean wantsFeatures,
            boolean wantsContacts,
            boolean wantsTickets,
            boolean wantsRun) {}

    /** The row of one client. What was not asked for is absent, as is a run that does not exist. */
    record IndividualRow(
            @Json Client client,
            @Json @Nullable UsageDays usageDays,
            @Json PatternFacts.Use use,
            @Json @Nullable List<Hour> hours,
            @Json PatternFacts.@Nullable Features features,
            @Json RiskRow risks,
            @Json PatternFacts.@Nullable Contacts contacts,
            @Json PatternFacts.@Nullable Tickets tickets,
            @Json @Nullable EngagementPatterns run) {}

    record UseRow(@Json PatternFacts.Use facts) {}

    record FeatureRow(@Json PatternFacts.Features facts) {}

    record ContactRow(@Json PatternFacts.Contacts facts) {}

    record TicketRow(@Json PatternFacts.Tickets facts) {}

    /** A client that left, and the day for which its patterns are asked. */
    record Left(String clientId, LocalDate day) {}

    record RiskRow(
            String clientId,
            boolean usageDecline,
            boolean silence,
            boolean supportBurst,
            boolean sponsorLost,
            boolean coreDropped,
            boolean noAnswer) {
        Set<RiskPattern> holding() {
            Set<RiskPattern> holding = EnumSet.noneOf(RiskPattern.class);
            for (RiskPattern pattern : RiskPattern.values()) {
                if (holds(pattern)) {
                    holding.add(pattern);
                }
            }
            return holding;
        }

        private boolean holds(RiskPattern pattern) {
            return switch (pattern) {
                case USAGE_DECLINE -> usageDecline;
                case SILENCE -> silence;
                case SUPPORT_BURST -> supportBurst;
                case SPONSOR_LOST -> sponsorLost;
                case CORE_DROPPED -> coreDropped;
                case NO_ANSWER -> noAnswer;
            };
        }
    }
}
