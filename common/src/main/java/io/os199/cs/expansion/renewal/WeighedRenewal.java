package io.os199.cs.expansion.renewal;

import io.os199.cs.core.model.RenewalStage;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A renewal as counted in a forecast.
 *
 * @param amount the outcome, otherwise the proposed ARR, otherwise the current ARR
 * @param weight the probability it counts with; absent where none is known
 * @param weightBasis outcome, own_rate or usual_rate of commitments, churn_model, or unknown
 * @param inWorst whether it contributes anything in the worst case
 */
public record WeighedRenewal(
        String clientId,
        String clientName,
        String contractId,
        LocalDate renewalDate,
        RenewalStage stage,
        BigDecimal currentArr,
        BigDecimal amount,
        @Nullable Double weight,
        String weightBasis,
        boolean inWorst,
        boolean inCommit,
        boolean inBest) {}
