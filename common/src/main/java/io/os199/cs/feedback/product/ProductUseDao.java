package io.os199.cs.feedback.product;

import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.database.PlannedForItsValues;
import io.os199.cs.platform.database.UseJoinedSql;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads the use of features. */
@UseJoinedSql
interface ProductUseDao {
    @SqlQuery
    @RegisterConstructorMapper(FeatureRow.class)
    List<FeatureRow> features(
            String clientId,
            LocalDate start,
            LocalDate day,
            LocalDate completeEnd,
            LocalDate beforeStart,
            String usersFrom,
            @Nullable String category,
            @Nullable String productId);

    @SqlQuery
    @RegisterConstructorMapper(ProductUse.Component.class)
    Optional<ProductUse.Component> score(String clientId, LocalDate day);

    /** Returns a {@link FeatureReach.OfChunk} as JSON. */
    @SqlQuery
    String reach(
            String firstClientId,
            String lastClientId,
            LocalDate start,
            LocalDate day,
            LocalDate completeEnd,
            LocalDate beforeStart,
            boolean isToday,
            @Nullable Tier tier,
            @Nullable String category,
            @Nullable String productId);

    /** A feature as the catalog lists it. */
    record CatalogueRow(
            String featureKey, String name, String category, @Nullable LocalDate releasedOn) {}

    @PlannedForItsValues
    @SqlQuery
    @RegisterConstructorMapper(CatalogueRow.class)
    List<CatalogueRow> catalogue(@Nullable String category, @Nullable String productId);

    /** Clients that did or did not use a feature early on, and how many of them stayed. */
    record Kept(
            String featureKey,
            int withCount,
            int withKeptCount,
            int withoutCount,
            int withoutKeptCount) {}

    @PlannedForItsValues
    @SqlQuery
    @RegisterConstructorMapper(Kept.class)
    List<Kept> kept(
            LocalDate asOf,
            @Nullable Tier tier,
            @Nullable String category,
            @Nullable String productId);

    /**
     * Feedback about a feature.
     *
     * @param complaintIds bug reports and negative items, the ten newest
     */
    record Said(
            String featureKey,
            int requestCount,
            int bugCount,
            int scoredCount,
            @Nullable Double meanSentiment,
            List<String> complaintIds) {}

    @PlannedForItsValues
    @SqlQuery
    @RegisterConstructorMapper(Said.class)
    List<Said> said(LocalDate start, LocalDate day, @Nullable Tier tier);
}
