package io.os199.cs.expansion.negotiation;

import io.os199.cs.core.model.Contract;
import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.negotiation.NegotiationStrategy.Part;
import io.os199.cs.expansion.renewal.ListedRenewal;
import io.os199.cs.expansion.renewal.RenewalContact;
import io.os199.cs.retention.churn.Calibration;
import io.os199.cs.retention.churn.Contribution;
import io.os199.cs.retention.risk.RecommendedPlay;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The brief for a negotiation.
 *
 * @param members the contracts that renew together, the one that the renewal belongs to first
 * @param renewal absent for a contract without a decision date
 * @param prices absent without a discount policy
 * @param value figures of what was delivered
 * @param talkingPoints the figures that speak for us
 * @param repair plays for what is wrong, where nothing speaks for us
 */
public record NegotiationBrief(
        List<Contract> members,
        @Nullable ListedRenewal renewal,
        Terms terms,
        Position position,
        TrueUp trueUp,
        @Nullable RenewalPrices prices,
        List<NegotiationLever> levers,
        List<ValueEvidence> value,
        List<ValueEvidence> talkingPoints,
        List<RecordedLoss> losses,
        List<RenewalContact> contacts,
        List<RecommendedPlay> repair,
        NegotiationStrategy strategy) {
    public NegotiationBrief {
        members = List.copyOf(members);
        levers = List.copyOf(levers);
        value = List.copyOf(value);
        talkingPoints = List.copyOf(talkingPoints);
        losses = List.copyOf(losses);
        contacts = List.copyOf(contacts);
        repair = List.copyOf(repair);
    }

    /**
     * The terms of the contracts that renew together.
     *
     * @param tier of the contract, or the higher tier of an amendment to it
     * @param current ARR of all of them
     * @param list the same at list prices; absent where a price is missing
     * @param unpricedProductIds the products without a price
     * @param licensedUserCount over all contracts of the client
     * @param activeUserCount absent where no usage was ever seen
     */
    public record Terms(
            Tier tier,
            List<String> productIds,
            BigDecimal current,
            @Nullable BigDecimal list,
            List<String> unpricedProductIds,
            @Nullable Integer licensedUserCount,
            @Nullable Integer activeUserCount,
            @Nullable BigDecimal seatUtilization) {
        public Terms {
            productIds = List.copyOf(productIds);
            unpricedProductIds = List.copyOf(unpricedProductIds);
        }
    }

    /**
     * How likely the client would be to stay if its renewal were near, by the newest stored prediction.
     *
     * @param probability absent where none is stored, or too little was known
     * @param contributions to it, the largest first
     */
    public record Position(
            @Nullable Double probability,
            @Nullable Integer modelVersion,
            @Nullable Calibration calibration,
            @Nullable LocalDate predictedOn,
            List<Contribution> contributions) {
        public Position {
            contributions = List.copyOf(contributions);
        }
    }

    /**
     * Seats in use above those bought, as ARR.
     *
     * @param amount absent where the seats have no price
     */
    public record TrueUp(Source source, @Nullable BigDecimal amount) {
        /** Where the amount comes from. */
        public enum Source {
            NONE,
            FINDING,
            OPPORTUNITY
        }

        BigDecimal known() {
            return amount == null ? BigDecimal.ZERO : amount;
        }
    }

    /** The contract that the renewal belongs to. */
    public Contract contract() {
        return members.getFirst();
    }

    /** The day by which the renewal is decided; absent for a contract without an end. */
    public @Nullable LocalDate renewalDate() {
        if (renewal != null) {
            return renewal.renewalDate();
        }
        LocalDate due = contract().renewalDate();
        return due == null ? contract().endDate() : due;
    }

    /** The parts in the order of the strategy; where nothing speaks for us, repair comes first. */
    public List<Part> order() {
        List<Part> order = new ArrayList<>(strategy.order());
        if (talkingPoints.isEmpty()) {
            order.addFirst(Part.REPAIR);
        }
        return order;
    }
}
