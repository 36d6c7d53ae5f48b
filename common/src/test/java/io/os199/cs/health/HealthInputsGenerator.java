package io.os199.cs.health;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.health.model.HealthInputs;
import io.os199.cs.platform.json.Json;

import java.math.BigDecimal;
import java.util.random.RandomGenerator;

/**
 * Facts that rows could yield, from none at all to more events than fit in 32 bits, most of them near the good ends.
 */
final class HealthInputsGenerator {
    private final RandomGenerator random;

    HealthInputsGenerator(RandomGenerator random) {
        this.random = random;
    }

    HealthInputs next(int lookback) {
        ObjectNode in = Json.mapper().createObjectNode();
        use(in, lookback);
        contacts(in);
        support(in);
        int answers = oneIn(4) ? 0 : upTo(5);
        BigDecimal weight =
                answers == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(1 + upTo(999_999), 6);
        in.put("response_count", answers);
        in.put("response_weight", weight);
        in.put("response_weighted_value", weight.multiply(BigDecimal.valueOf(most(100))));
        int contracts = oneIn(4) ? 0 : 1 + upTo(2);
        in.put("active_contract_count", contracts);
        in.put("overdue", contracts > 0 && oneIn(4));
        in.put("late", contracts > 0 && oneIn(4));
        in.put("renewal_near", contracts > 0 && oneIn(3));
        if (contracts > 0 && oneIn(2)) {
            in.put("licensed_user_count", 1 + upTo(60));
        }
        return Json.read(in.toString(), HealthInputs.class);
    }

    /** Use without a known user counts for nothing; there may be users who never did anything. */
    private void use(ObjectNode in, int lookback) {
        int seen = oneIn(8) ? 0 : upTo(50);
        int active = most(seen);
        long scale = oneIn(10) ? 1_000_000_000L : 1;
        in.put("known", !oneIn(6));
        in.put("seen_user_count", seen);
        in.put("active_user_count", active);
        in.put("user_day_count", active == 0 ? 0 : active + upTo(active * (lookback - 1)));
        in.put("event_count", active == 0 ? 0 : scale * (active + upTo(400)));
        in.put("event_count_before", oneIn(8) ? 0 : scale * upTo(600));
        int available = oneIn(8) ? 0 : upTo(20);
        in.put("feature_available_count", available);
        in.put("feature_used_count", most(available));
    }

    private void contacts(ObjectNode in) {
        if (!oneIn(5)) {
            in.put("touchpoint_age_days", oneIn(3) ? upTo(400) : upTo(40));
            int asked = upTo(8);
            in.put("outbound_count", asked);
            in.put("answered_count", most(asked));
        }
    }

    private void support(ObjectNode in) {
        boolean hasHistory = !oneIn(4);
        int tickets = hasHistory ? upTo(14) : 0;
        in.put("has_support_history", hasHistory);
        in.put("ticket_count", tickets);
        in.put("high_priority_ticket_count", upTo(tickets));
        in.put("sla_breach_count", upTo(tickets));
        in.put("open_escalation", hasHistory && oneIn(4) ? 1 : 0);
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private int upTo(int most) {
        return random.nextInt(most + 1);
    }

    /** Returns a number up to {@code most}, more often near it than not. */
    private int most(int most) {
        return Math.max(upTo(most), upTo(most));
    }
}
