package io.os199.cs.core;

import io.os199.cs.platform.answer.Refusal.Suggestion;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** Reads what the product consists of: the wanted entry first, if it exists, then those most similar to it. */
interface ProductCatalogueDao {
    @SqlQuery(
            """
            select key
            from features
            order by key = :key desc, similarity(key, :key) desc, key
            limit :most
            """)
    List<String> features(String key, int most);

    @SqlQuery(
            """
            select category
            from features
            group by category
            order by lower(category) = lower(:category) desc, similarity(category, :category) desc, category
            limit :most
            """)
    List<String> categories(String category, int most);

    @SqlQuery(
            """
            select product_id
            from products
            order by product_id = :productId desc, similarity(product_id || ' ' || name, :productId) desc, product_id
            limit :most
            """)
    List<String> products(String productId, int most);

    @SqlQuery(
            """
            select product_id as value, name
            from products
            order by greatest(similarity(product_id, :text), similarity(name, :text)) desc, product_id
            limit :most
            """)
    @RegisterConstructorMapper(Suggestion.class)
    List<Suggestion> nearestProducts(String text, int most);
}
