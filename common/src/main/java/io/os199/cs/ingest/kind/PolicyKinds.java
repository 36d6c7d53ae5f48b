package io.os199.cs.ingest.kind;

import static io.os199.cs.ingest.file.Column.amount;
import static io.os199.cs.ingest.file.Column.choice;
import static io.os199.cs.ingest.file.Column.day;
import static io.os199.cs.ingest.file.Column.rate;

import io.os199.cs.ingest.file.Layout;
import io.os199.cs.ingest.model.FaultCode;

import java.util.List;

/** The deployment's policies on money: which discounts may be given, and what things cost. */
final class PolicyKinds {
    private PolicyKinds() {}

    static List<Kind> all() {
        return List.of(discounts(), economics());
    }

    private static Kind discounts() {
        Layout layout =
                Layout.of(
                        choice("tier", ProductKinds.TIERS).required(),
                        day("valid_from").required(),
                        rate("max_discount_rate").required(),
                        rate("approval_discount_rate").required(),
                        rate("target_uplift_rate").required(),
                        rate("two_year_discount_rate").required(),
                        rate("three_year_discount_rate").required(),
                        rate("prepay_discount_rate").required(),
                        rate("bundle_discount_rate").required());
        return TableKind.of("discount_policies", layout)
                .reference()
                .keyColumn("tier")
                .keyColumn("valid_from")
                .stored(
                        """
                        left join discount_policies t on (t.tier, t.valid_from) = (s.tier, s.valid_from)
                        """)
                .set("max_discount_rate", "approval_discount_rate", "target_uplift_rate")
                .set("two_year_discount_rate", "three_year_discount_rate")
                .set("prepay_discount_rate", "bundle_discount_rate")
                .check(
                        new Check(
                                "approval_discount_rate",
                                FaultCode.OUT_OF_RANGE,
                                "approval_discount_rate is above max_discount_rate",
                                "s.approval_discount_rate > s.max_discount_rate"))
                .export(
                        """
                        select t.tier, t.valid_from, t.max_discount_rate, t.approval_discount_rate,
                            t.target_uplift_rate, t.two_year_discount_rate, t.three_year_discount_rate,
                            t.prepay_discount_rate, t.bundle_discount_rate
                        from discount_policies t order by t.tier, t.valid_from
                        """)
                .build();
    }

    private static Kind economics() {
        Layout layout =
                Layout.of(
                        day("effective_from").required(),
                        rate("gross_margin_rate"),
                        rate("discount_rate"),
                        amount("cost_per_ticket_amount", false),
                        amount("cost_per_touchpoint_amount", false));
        return TableKind.of("economics", layout)
                .reference()
                .keyColumn("effective_from")
                .stored("left join economics t on t.effective_from = s.effective_from")
                .set("gross_margin_rate", "discount_rate")
                .set("cost_per_ticket_amount", "cost_per_touchpoint_amount")
                .export(
                        """
                        select t.effective_from, t.gross_margin_rate, t.discount_rate, t.cost_per_ticket_amount,
                            t.cost_per_touchpoint_amount
                        from economics t order by t.effective_from
                        """)
                .build();
    }
}
