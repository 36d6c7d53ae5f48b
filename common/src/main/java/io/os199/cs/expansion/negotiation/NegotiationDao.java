package io.os199.cs.expansion.negotiation;

import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.database.UseJoinedSql;
import io.os199.cs.retention.churn.Calibration;
import io.os199.cs.retention.churn.Contribution;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads what a renewal is negotiated with. */
@UseJoinedSql
interface NegotiationDao {
    /**
     * Prices, policy and probability of the contracts that renew together.
     *
     * @param clientIds {@code clientId} alone
     * @param contractId of the one that the others renew with
     * @param productIds that the client has in all
     * @param clientTier in which features are open to it
     */
    @SqlQuery
    @RegisterConstructorMapper(Standing.class)
    Standing standing(
            String clientId,
            String[] clientIds,
            String contractId,
            String[] memberIds,
            String[] productIds,
            Tier clientTier,
            LocalDate today);

    /**
     * What is stored beside the contracts.
     *
     * @param tier of the contract, or a higher one of an amendment to it
     * @param unpricedProductIds those without a list price
     * @param openSeatsAmount of open opportunities to sell seats; absent where none has a value
     * @param stayProbability in the window of a renewal
     * @param contributions to it, the largest first, the renewal itself apart
     * @param coreAvailableCount core features in its tier and products
     */
    record Standing(
            Tier tier,
            @Nullable BigDecimal listAmount,
            List<String> unpricedProductIds,
            int openSeatsCount,
            @Nullable BigDecimal openSeatsAmount,
            @Nullable LocalDate validFrom,
            @Nullable BigDecimal maxDiscountRate,
            @Nullable BigDecimal approvalDiscountRate,
            @Nullable BigDecimal targetUpliftRate,
            @Nullable BigDecimal twoYearDiscountRate,
            @Nullable BigDecimal threeYearDiscountRate,
            @Nullable BigDecimal prepayDiscountRate,
            @Nullable BigDecimal bundleDiscountRate,
            @Nullable Double stayProbability,
            @Nullable Integer modelVersion,
            @Nullable Calibration calibration,
            @Nullable LocalDate predictedOn,
            @Json List<Contribution> contributions,
            int coreUsedCount,
            int coreAvailableCount,
            boolean hasUse) {
        public Standing {
            unpricedProductIds = List.copyOf(unpricedProductIds);
            contributions = List.copyOf(contributions);
        }

        @Nullable DiscountPolicy policy() {
            return maxDiscountRate == null
                            || approvalDiscountRate == null
                            || targetUpliftRate == null
                    ? null
                    : new DiscountPolicy(
                            DiscountPolicy.Source.POLICY,
                            validFrom,
                            maxDiscountRate,
                            approvalDiscountRate,
                            targetUpliftRate,
                            twoYearDiscountRate,
                            threeYearDiscountRate,
                            prepayDiscountRate,
                            bundleDiscountRate);
        }
    }

    /**
     * What was delivered, in the order of the table; nothing of what cannot be said.
     *
     * @param startsOn of the term
     * @param sinceOn since when it is a client
     */
    @SqlQuery
    @RegisterConstructorMapper(ValueEvidence.class)
    List<ValueEvidence> evidence(
            String clientId, LocalDate startsOn, LocalDate sinceOn, LocalDate today, Instant now);

    @SqlQuery
    @RegisterConstructorMapper(RecordedLoss.class)
    List<RecordedLoss> losses(String clientId, int most);

    /** The status of a contract of whatever type. */
    @SqlQuery
    Optional<String> contractStatus(String clientId, String contractId);
}
