package io.os199.cs.quickstart.demo;

import io.os199.cs.quickstart.demo.planted.FeatureRename;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What the demo company sells: five products, their prices by tier, and 25 features. */
final class ProductRange {
    /** A product that a client of {@code minTier} or above can buy; the price is per seat and year, in whole units. */
    record Product(String id, String name, String family, Tier minTier, int seatPrice) {}

    /** A feature; {@code releasedOn} lies before the history for all but the newest ones. */
    record Feature(
            String id,
            Product product,
            String key,
            String name,
            String category,
            Tier minTier,
            boolean isCore,
            LocalDate releasedOn) {}

    private final Instant since;
    private final Dice dice;
    private final List<Product> products;
    private final List<Feature> features;

    ProductRange(DemoOptions options) {
        LocalDate start = options.beginning().withDayOfMonth(1);
        since = History.start(start);
        dice = Dice.of(options.seed(), -1, "catalogue");
        products =
                List.of(
                        product("Workspace", "platform", Tier.STARTER, 360),
                        product("Insights", "analytics", Tier.STANDARD, 240),
                        product("Automate", "platform", Tier.PROFESSIONAL, 300),
                        product("Connect", "integration", Tier.STARTER, 180),
                        product("Guard", "security", Tier.ENTERPRISE, 420));
        features = features(start, options.today());
    }

    List<Product> products() {
        return products;
    }

    /** Returns the features that a client of the tier may use of its products, released or not. */
    List<Feature> available(Tier tier, List<Product> bought) {
        return features.stream()
                .filter(f -> tier.includes(f.minTier()) && bought.contains(f.product()))
                .toList();
    }

    void write(Rows rows) {
        for (Product product : products) {
            rows.of(Table.PRODUCTS)
                    .text(product.id())
                    .text(product.name())
                    .text(product.family())
                    .hundredths(product.seatPrice() * 100L)
                    .text("per_seat")
                    .array(
                            Tier.ALL.stream()
                                    .filter(t -> t.includes(product.minTier()))
                                    .map(Tier::wire)
                                    .toList())
                    .array(complements(product))
                    .made(since, since)
                    .end();
            for (Tier tier : Tier.values()) {
                if (tier.includes(product.minTier())) {
                    price(rows, product, tier);
                }
            }
        }
        for (Feature feature : features) {
            Instant made = History.start(feature.releasedOn());
            rows.of(Table.FEATURES)
                    .text(feature.id())
                    .text(feature.product().id())
                    .text(feature.key())
                    .text(feature.name())
                    .text(feature.category())
                    .text(feature.minTier().wire())
                    .flag(feature.isCore())
                    .day(feature.releasedOn())
                    .made(made, made)
                    .end();
        }
    }

    private void price(Rows rows, Product product, Tier tier) {
        rows.of(Table.PRODUCT_PRICES)
                .text(product.id())
                .text(tier.wire())
                .day(History.day(since))
                .hundredths(product.seatPrice() * (100L + 15L * Tier.ALL.indexOf(tier)))
                .text("per_seat")
                .made(since, since)
                .end();
    }

    /** Returns what the same buyers also buy: the next product of the list. */
    private List<String> complements(Product product) {
        return List.of(products.get((products.indexOf(product) + 1) % products.size()).id());
    }

    private Product product(String name, String family, Tier minTier, int seatPrice) {
        return new Product(dice.id("product", since), name, family, minTier, seatPrice);
    }

    private List<Feature> features(LocalDate start, LocalDate today) {
        Product workspace = products.get(0);
        Product insights = products.get(1);
        Product automate = products.get(2);
        Product connect = products.get(3);
        Product guard = products.get(4);
        LocalDate recent = today.minusDays(75);
        LocalDate newest = today.minusDays(20);
        return List.of(
                core(workspace, "projects", "Projects", "planning", Tier.STARTER, start),
                core(workspace, "tasks", "Task boards", "planning", Tier.STARTER, start),
                core(workspace, "search", "Search", "general", Tier.STARTER, start),
                core(workspace, "comments", "Comments", "collaboration", Tier.STARTER, start),
                other(
                        workspace,
                        "file_sharing",
                        "File sharing",
                        "collaboration",
                        Tier.STARTER,
                        start),
                other(workspace, FeatureRename.BEFORE, "Calendar", "planning", Tier.STARTER, start),
                other(workspace, "templates", "Templates", "planning", Tier.STANDARD, start),
                other(workspace, "mobile_app", "Mobile app", "general", Tier.STARTER, start),
                other(
                        workspace,
                        "timeline_view",
                        "Timeline view",
                        "planning",
                        Tier.STANDARD,
                        recent),
                other(
                        workspace,
                        "smart_summary",
                        "Smart summary",
                        "assistance",
                        Tier.STANDARD,
                        newest),
                other(
                        workspace,
                        FeatureRename.AFTER,
                        "Planner",
                        "planning",
                        Tier.STARTER,
                        FeatureRename.on(today)),
                core(insights, "dashboards", "Dashboards", "analytics", Tier.STANDARD, start),
                core(insights, "reports", "Reports", "analytics", Tier.STANDARD, start),
                other(insights, "export", "Data export", "analytics", Tier.STANDARD, start),
                other(insights, "forecasts", "Forecasts", "analytics", Tier.PROFESSIONAL, start),
                other(
                        insights,
                        "custom_metrics",
                        "Custom metrics",
                        "analytics",
                        Tier.PROFESSIONAL,
                        recent),
                core(automate, "workflows", "Workflows", "automation", Tier.PROFESSIONAL, start),
                other(automate, "approvals", "Approvals", "automation", Tier.PROFESSIONAL, start),
                other(automate, "schedules", "Schedules", "automation", Tier.PROFESSIONAL, start),
                other(
                        connect,
                        "calendar_sync",
                        "Calendar sync",
                        "integration",
                        Tier.STARTER,
                        start),
                other(
                        connect,
                        "chat_connector",
                        "Chat connector",
                        "integration",
                        Tier.STANDARD,
                        start),
                other(connect, "public_api", "Public API", "integration", Tier.PROFESSIONAL, start),
                other(connect, "webhooks", "Webhooks", "integration", Tier.PROFESSIONAL, start),
                other(
                        guard,
                        "single_sign_on",
                        "Single sign-on",
                        "security",
                        Tier.ENTERPRISE,
                        start),
                other(guard, "audit_trail", "Audit trail", "security", Tier.ENTERPRISE, newest));
    }

    private Feature core(
            Product product, String key, String name, String category, Tier tier, LocalDate on) {
        return new Feature(dice.id("feature", since), product, key, name, category, tier, true, on);
    }

    private Feature other(
            Product product, String key, String name, String category, Tier tier, LocalDate on) {
        return new Feature(
                dice.id("feature", since), product, key, name, category, tier, false, on);
    }
}
