package io.os199.cs.onboarding.journey;

import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.database.PlannedForItsValues;
import io.os199.cs.platform.database.UseJoinedSql;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Reads a client's journey. */
@UseJoinedSql
interface JourneyDao {
    /** Returns JSON of {@link JourneyFacts}. */
    @SqlQuery
    String journey(
            String clientId,
            LocalDate asOf,
            boolean isPast,
            @Nullable LocalDate periodStart,
            @Nullable LocalDate periodEnd);

    /** A contact; {@code totalCount} covers all pages. */
    record Contact(
            Instant occurredAt,
            String id,
            String kind,
            String direction,
            @Nullable String subject,
            @Nullable String note,
            @Nullable String outcome,
            LifecycleStage stage,
            long totalCount) {}

    @SqlQuery
    @RegisterConstructorMapper(Contact.class)
    List<Contact> touchpoints(
            String clientId,
            LocalDate asOf,
            @Nullable LocalDate periodStart,
            @Nullable LocalDate periodEnd,
            @Nullable LifecycleStage stage,
            @Nullable Instant afterAt,
            @Nullable String afterId,
            int most);

    /** The lengths of {@code peerCount} stays of other clients in a stage. */
    record PeerStays(LifecycleStage stage, int peerCount, double medianDays, double p75Days) {}

    @PlannedForItsValues
    @SqlQuery
    @RegisterConstructorMapper(PeerStays.class)
    List<PeerStays> peers(String clientId, @Nullable Tier tier, LocalDate asOf);
}
