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

/** Reads the data that a renewal is negotiated with. */
@UseJoinedSql
interface NegotiationDao {
    /**
     * The prices, policy and probability of the contracts that renew together.
     *
     * @param clientIds {@code clientId} alone
     * @param contractId the contract that the others renew with
     * @param productIds all products of the client
     * @param clientTier the tier that determines the features available to it
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
     * What is stored besides the contracts.
     *
     * @param tier of the contract, or the higher tier of an amendment to it
     * @param unpricedProductIds the products without a list price
     * @param openSeatsAmount the value of open opportunities to sell seats; absent where none has a value
     * @param stayProbability in the window of a renewal
     * @param contributions to it, the largest first, without the renewal itself
     * @param coreAvailableCount the number of core features in its tier and products
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
     * The figures of what was delivered, in the order of the table; figures that cannot be determined are omitted.
     *
     * @param startsOn the start of the term
     * @param sinceOn the day since which it has been a client
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
