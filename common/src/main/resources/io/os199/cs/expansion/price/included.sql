-- Whether the feature f is of a product of the client t; one whose contracts name no known product has the features of
-- all products, and those of none.
(f.product_id = any (t.product_ids) or not t.product_ids && array(select k.product_id from products k))
