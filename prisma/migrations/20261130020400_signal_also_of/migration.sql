-- The conversations a signal goes on with: of incidents merged into its own by then, or the series its window is of. What is
-- said in one ends what was opened in another, and only that.
ALTER TABLE "signal" ADD COLUMN "also_of" TEXT[];
UPDATE "signal" g SET also_of = ARRAY(SELECT 'series:' || w.series_id FROM service_window w
  WHERE w.id = g.window_id AND w.series_id IS NOT NULL AND g.thread LIKE 'window:%')
WHERE g.window_id IS NOT NULL;
