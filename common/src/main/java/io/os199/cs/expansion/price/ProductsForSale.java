package io.os199.cs.expansion.price;

import io.os199.cs.core.ProductCatalogue;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** The products for sale. */
public final class ProductsForSale {
    private ProductsForSale() {}

    public static boolean isEmpty(Transaction tx) {
        return !tx.dao(ProductsForSaleDao.class).hasProducts();
    }

    /** Refuses a product or a family that is not sold, naming the nearest ones; empty where nothing is sold at all. */
    public static Optional<Refusal> unknown(
            Transaction tx, @Nullable String productId, @Nullable String family) {
        ProductsForSaleDao dao = tx.dao(ProductsForSaleDao.class);
        if (!dao.hasProducts()) {
            return Optional.empty();
        }
        if (productId != null && !dao.hasProduct(productId)) {
            return Optional.of(
                    Refusal.notFound("product_id", "No product has this product_id")
                            .expected("the product_id of a product that is sold")
                            .suggestions(ProductCatalogue.nearestProducts(tx, productId)));
        }
        if (family != null && !dao.hasFamily(family)) {
            return Optional.of(
                    Refusal.notFound("product_family", "No product is of this product_family")
                            .expected("a family of the catalogue, or all")
                            .suggestions(dao.nearestFamilies(family)));
        }
        return Optional.empty();
    }
}
