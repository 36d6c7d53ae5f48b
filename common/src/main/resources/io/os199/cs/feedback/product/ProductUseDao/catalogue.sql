-- The features of a category and product.
--
-- Parameters: category, productId text, may be null.
select f.key as feature_key, f.name, f.category, f.released_on
  from features f
 where (:category::text is null or lower(f.category) = lower(:category))
   and (:productId::text is null or f.product_id = :productId)
 order by f.key
