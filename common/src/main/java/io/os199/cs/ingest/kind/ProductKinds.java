package io.os199.cs.ingest.kind;

import static io.os199.cs.ingest.file.Column.amount;
import static io.os199.cs.ingest.file.Column.choice;
import static io.os199.cs.ingest.file.Column.day;
import static io.os199.cs.ingest.file.Column.flag;
import static io.os199.cs.ingest.file.Column.named;
import static io.os199.cs.ingest.file.Column.quantity;
import static io.os199.cs.ingest.file.Column.text;
import static io.os199.cs.ingest.file.Column.texts;
import static io.os199.cs.ingest.file.Column.unitPrice;

import io.os199.cs.core.StagedLimits;
import io.os199.cs.core.model.Tier;
import io.os199.cs.ingest.file.Layout;
import io.os199.cs.ingest.model.FaultCode;
import io.os199.cs.platform.json.WireName;

import java.util.List;

/** What is sold: products, their prices and features, and what contracts allow of these. */
final class ProductKinds {
    static final List<String> TIERS = WireName.all(Tier.class);
    private static final String[] PRICE_UNITS = {"per_seat", "flat"};
    private static final String PRODUCT =
            "select from products p where p.product_id = s.product_id";

    private ProductKinds() {}

    static List<Kind> catalogue() {
        return List.of(products(), prices(), features());
    }

    /** Returns the kinds for what contracts allow of features, besides seats. */
    static List<Kind> limits() {
        return List.of(contractLimits());
    }

    private static Kind products() {
        Layout layout =
                Layout.of(
                        text("product_id", 100).required(),
                        named("name", 200).required(),
                        amount("list_price_amount", false).required(),
                        named("family", 200),
                        choice("price_unit", PRICE_UNITS),
                        texts("tiers", 4, 20),
                        texts("complements", 50, 100));
        return TableKind.of("products", layout)
                .reference()
                .keyColumn("product_id")
                .stored("left join products t on t.product_id = s.product_id")
                .set("name", "list_price_amount")
                .setOr("family", "family", "s.name")
                .setOr("price_unit", "price_unit", "'flat'")
                .setOr("tiers", "tiers", "'{}'")
                .setOr("complements", "complements", "'{}'")
                .check(
                        new Check(
                                "tiers",
                                FaultCode.NOT_ALLOWED,
                                "tiers are of " + String.join(", ", TIERS),
                                "not s.tiers <@ array['%s']".formatted(String.join("', '", TIERS))))
                .check(
                        Check.unknown(
                                "complements",
                                "names a product that there is not",
                                """
                                select where not exists (select from unnest(s.complements) wanted
                                    where not exists (select from products p where p.product_id = wanted)
                                        and not exists (select from import_staging_products o
                                            where o.import_id = s.import_id and o.product_id = wanted))\
                                """))
                .export(
                        """
                        select t.product_id, t.name, t.list_price_amount, t.family, t.price_unit, %s as tiers,
                            %s as complements
                        from products t where t.list_price_amount is not null order by t.product_id
                        """
                                .formatted(
                                        Exports.texts("t.tiers"), Exports.texts("t.complements")))
                .build();
    }

    private static Kind prices() {
        Layout layout =
                Layout.of(
                        text("product_id", 100).required(),
                        choice("tier", TIERS).required(),
                        day("valid_from").required(),
                        amount("list_price_amount", false).required(),
                        choice("price_unit", PRICE_UNITS).required());
        return TableKind.of("product_prices", layout)
                .reference()
                .keyColumn("product_id")
                .keyColumn("tier")
                .keyColumn("valid_from")
                .stored(
                        """
                        left join product_prices t
                            on (t.product_id, t.tier, t.valid_from) = (s.product_id, s.tier, s.valid_from)
                        """)
                .set("list_price_amount", "price_unit")
                .check(
                        Check.unknown(
                                "product_id", "is no product's; import products first", PRODUCT))
                .export(
                        """
                        select t.product_id, t.tier, t.valid_from, t.list_price_amount, t.price_unit
                        from product_prices t order by t.product_id, t.tier, t.valid_from
                        """)
                .build();
    }

    private static Kind features() {
        Layout layout =
                Layout.of(
                        text("key", 200).required(),
                        named("name", 200).required(),
                        text("product_id", 100),
                        named("category", 100),
                        choice("min_tier", TIERS),
                        flag("is_core"),
                        day("released_on"));
        return TableKind.of("features", layout)
                .reference()
                .id("feature_id", "feature")
                .uniqueIn("key")
                .stored("left join features t on t.key = s.key")
                .set("key", "name", "product_id", "released_on")
                .setOr("category", "category", "'general'")
                .setOr("min_tier", "min_tier", "'starter'")
                .setOr("is_core", "is_core", "false")
                .check(
                        Check.unknown(
                                "product_id", "is no product's; import products first", PRODUCT))
                .export(
                        """
                        select t.key, t.name, t.product_id, t.category, t.min_tier, %s as is_core, t.released_on
                        from features t order by t.key
                        """
                                .formatted(Exports.flag("t.is_core")))
                .build();
    }

    private static Kind contractLimits() {
        Layout layout =
                Layout.of(
                        text("client", 200).required(),
                        text("contract", 200).required(),
                        text("feature_key", 200).required(),
                        quantity("included_quantity").required(),
                        quantity("block_quantity").required(),
                        unitPrice("unit_price_amount"));
        String contract =
                """
                select c.contract_id from contracts c
                where c.client_id = s.client_id and (c.external_id = s.contract or c.contract_id = s.contract)
                order by c.contract_id limit 1\
                """;
        StagedLimits staged = new StagedLimits();
        return TableKind.of("contract_limits", layout)
                .reference()
                .ofClient()
                .keyColumn("contract_id", "(%s)".formatted(contract))
                .keyColumn("feature_key")
                .stored(
                        """
                        left join contract_limits t
                            on t.client_id = s.client_id and t.contract_id = (%s) and t.feature_key = s.feature_key
                        """
                                .formatted(contract))
                .set("included_quantity", "block_quantity", "unit_price_amount")
                .prepared((tx, batch) -> staged.lock(tx, batch.ofContracts()))
                .first((tx, batch) -> staged.carry(tx, batch.ofContracts()))
                .check(
                        Check.unknown(
                                "contract",
                                "is neither the external id nor the id of a contract of the client",
                                contract))
                .export(
                        """
                        select %s as client, coalesce(c.external_id, c.contract_id) as contract, t.feature_key,
                            t.included_quantity, t.block_quantity, t.unit_price_amount
                        from contract_limits t join contracts c on (c.client_id, c.contract_id) = (t.client_id, t.contract_id)
                        where c.end_date is not null
                        order by t.client_id, t.contract_id, t.feature_key
                        """
                                .formatted(Exports.CLIENT))
                .build();
    }
}
