-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
--
-- Host: localhost    Database: shop
-- ------------------------------------------------------
-- Server version	8.0.36

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!50503 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;

--
-- Table structure for table `customers`
--

DROP TABLE IF EXISTS `customers`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!50503 SET character_set_client = utf8mb4 */;
CREATE TABLE `customers` (
  `id` int unsigned NOT NULL AUTO_INCREMENT,
  `email` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
  `status` enum('new','active','it''s over') NOT NULL DEFAULT 'new' COMMENT 'life; cycle',
  `flags` set('a','b') DEFAULT NULL,
  `is_admin` tinyint(1) NOT NULL DEFAULT '0',
  `bits` bit(8) DEFAULT b'101',
  `balance` decimal(10,2) unsigned DEFAULT '0.00',
  `score` float(7,3) DEFAULT NULL,
  `avatar` mediumblob,
  `bio` mediumtext,
  `born` date DEFAULT '0000-00-00',
  `created_at` datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
  `updated_at` timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  `year_joined` year DEFAULT NULL,
  `meta` json DEFAULT NULL,
  `full` varchar(300) GENERATED ALWAYS AS (upper(`email`)) VIRTUAL,
  `Order` int(5) unsigned zerofill DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `email` (`email`),
  KEY `status_created` (`status`,`created_at` DESC),
  KEY `bio` (`bio`(20)) USING BTREE COMMENT 'prefix',
  FULLTEXT KEY `ft` (`bio`),
  CONSTRAINT `chk_balance` CHECK ((`balance` >= 0))
) ENGINE=InnoDB AUTO_INCREMENT=1234 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='All; customers';
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `customers`
--

LOCK TABLES `customers` WRITE;
/*!40000 ALTER TABLE `customers` DISABLE KEYS */;
INSERT INTO `customers` VALUES (1,'a\'b@example.com','new',NULL,0,0x05,1.00,NULL,NULL,'x;y','2000-01-01','2020-01-01 00:00:00',NULL,2020,'{}',DEFAULT,1);
/*!40000 ALTER TABLE `customers` ENABLE KEYS */;
UNLOCK TABLES;

DROP TABLE IF EXISTS `orders`;
CREATE TABLE `orders` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `customer_id` int unsigned NOT NULL,
  `place` point NOT NULL,
  `total` double(10,2) DEFAULT NULL,
  `raw` binary(16) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `fk_customer` (`customer_id`),
  SPATIAL KEY `place` (`place`),
  CONSTRAINT `fk_customer` FOREIGN KEY (`customer_id`) REFERENCES `customers` (`id`) ON DELETE CASCADE ON UPDATE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=latin1
/*!50100 PARTITION BY HASH (id)
PARTITIONS 4 */;

/*!50003 SET @saved_sql_mode       = @@sql_mode */ ;
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER `before_order` BEFORE INSERT ON `orders` FOR EACH ROW BEGIN
  SET NEW.total = 1;
END */;;
CREATE DEFINER=`root`@`localhost` PROCEDURE `clean`()
BEGIN
  DELETE FROM orders;
END ;;
DELIMITER ;

/*!50001 DROP VIEW IF EXISTS `v_customers`*/;
/*!50001 CREATE ALGORITHM=UNDEFINED */
/*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */
/*!50001 VIEW `v_customers` AS select `customers`.`id` AS `id` from `customers` */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
-- Dump completed on 2026-01-01  0:00:00
