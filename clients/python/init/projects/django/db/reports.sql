CREATE TABLE shop_daily_report (
    day date NOT NULL,
    position serial NOT NULL,
    total numeric(12,2) NOT NULL,
    PRIMARY KEY (day, position)
);
