package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * The renewal of a contract at the end of its term.
 *
 * @param currentArr of the contract with everything that renews with it
 * @param proposedArr what we offered, per year
 * @param outcomeArr of the new contract; 0 for a lost one
 * @param committedOn when the customer first committed
 * @param closedOn when the outcome was recorded
 * @param pendingLossOn the day on which a recorded loss is still to be booked
 * @param newContractId of the contract that follows
 */
public record Renewal(
        String clientId,
        String contractId,
        LocalDate renewalDate,
        RenewalStage stage,
        Instant stageChangedAt,
        BigDecimal currentArr,
        @Nullable BigDecimal proposedArr,
        @Nullable BigDecimal outcomeArr,
        @Nullable String owner,
        @Nullable LocalDate nextContactOn,
        @Nullable LocalDate committedOn,
        @Nullable LocalDate closedOn,
        @Nullable LocalDate pendingLossOn,
        @Nullable String lostReason,
        @Nullable String newContractId,
        int version) {

    /** Whether its loss has been recorded but is not yet in the ledger. */
    public boolean isPendingLoss() {
        return stage == RenewalStage.LOST && pendingLossOn != null;
    }
}
