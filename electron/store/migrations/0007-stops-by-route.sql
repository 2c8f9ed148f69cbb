-- What has a route has its item, by the table's own check. So an index on routes alone holds all
-- that is counted of a route, and no row, which is large and enciphered, is read for it.
DROP INDEX delivery_by_route;
CREATE INDEX delivery_by_route ON delivery (route, position, id, withdrawn) WHERE route IS NOT NULL;
