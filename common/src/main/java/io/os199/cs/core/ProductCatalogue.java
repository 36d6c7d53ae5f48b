package io.os199.cs.core;

import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Checks whether the product has what is asked for: features, categories of features, products. */
public final class ProductCatalogue {
    private static final int MOST = 5;

    private ProductCatalogue() {}

    /** Refuses a key that no feature has; null for a known key or none. */
    public static @Nullable Refusal unknownFeature(Transaction tx, @Nullable String key) {
        if (key == null) {
            return null;
        }
        List<String> nearest = tx.dao(ProductCatalogueDao.class).features(key, MOST);
        return nearest.contains(key)
                ? null
                : unknown(
                        "feature_key",
                        "no feature has the key that feature_key says",
                        "the key of a feature, as analyze_product_usage shows it",
                        nearest);
    }

    /** Refuses a category that no feature has, ignoring case; null for a known category or none. */
    public static @Nullable Refusal unknownCategory(Transaction tx, @Nullable String category) {
        if (category == null) {
            return null;
        }
        List<String> nearest = tx.dao(ProductCatalogueDao.class).categories(category, MOST);
        return nearest.stream().anyMatch(category::equalsIgnoreCase)
                ? null
                : unknown(
                        "category",
                        "no feature has the category that category says",
                        "the category of a feature",
                        nearest);
    }

    /** Refuses an id that no product has; null for a known id or none. */
    public static @Nullable Refusal unknownProduct(Transaction tx, @Nullable String productId) {
        if (productId == null) {
            return null;
        }
        List<String> nearest = tx.dao(ProductCatalogueDao.class).products(productId, MOST);
        return nearest.contains(productId)
                ? null
                : unknown(
                        "product_id",
                        "no product has the id that product_id says",
                        "the id of a product",
                        nearest);
    }

    /** Finds products whose id or name resembles the text, the nearest first. */
    public static List<Suggestion> nearestProducts(Transaction tx, String text) {
        return tx.dao(ProductCatalogueDao.class).nearestProducts(text, MOST);
    }

    private static Refusal unknown(
            String field, String message, String expected, List<String> nearest) {
        return Refusal.notFound(field, message)
                .expected(nearest.isEmpty() ? "absent; there are none yet" : expected)
                .suggestions(nearest.stream().map(each -> new Suggestion(each, null)).toList());
    }
}
