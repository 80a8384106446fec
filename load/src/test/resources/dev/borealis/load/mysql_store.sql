/*M!999999\- enable the sandbox mode */ 
-- MariaDB dump 10.19  Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)
--
-- Host: localhost    Database: store
-- ------------------------------------------------------
-- Server version	10.11.19-MariaDB-0+deb12u1

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;

--
-- Table structure for table `customer`
--

DROP TABLE IF EXISTS `customer`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `customer` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `email` varchar(120) NOT NULL,
  `name` varchar(80) DEFAULT NULL,
  `vip` tinyint(1) NOT NULL DEFAULT 0,
  `tier` enum('bronze','silver','gold') NOT NULL DEFAULT 'bronze',
  `tags` set('new','vip','old') DEFAULT NULL,
  `born` date DEFAULT NULL,
  `created` datetime NOT NULL DEFAULT current_timestamp(),
  `changed` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  PRIMARY KEY (`id`),
  UNIQUE KEY `email` (`email`),
  KEY `by_name` (`name`)
) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci COMMENT='who buys; everything';
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `customer`
--

LOCK TABLES `customer` WRITE;
/*!40000 ALTER TABLE `customer` DISABLE KEYS */;
INSERT INTO `customer` VALUES
(1,'ada@example.com','Ada O\'Neil',1,'gold','new,vip','1815-12-10','2026-11-21 21:57:01','2026-11-21 21:57:01'),
(2,'b@example.com',NULL,0,'bronze',NULL,NULL,'2026-11-21 21:57:01','2026-11-21 21:57:01'),
(3,'c@example.com','Zoë \\ \"Quote\" \n line; two',0,'silver','',NULL,'2026-11-21 21:57:01','2026-11-21 21:57:01'),
(4,'d@example.com','日本 ????',1,'gold','old','2000-02-29','2026-11-21 21:57:01','2026-11-21 21:57:01');
/*!40000 ALTER TABLE `customer` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Temporary table structure for view `open_orders`
--

DROP TABLE IF EXISTS `open_orders`;
/*!50001 DROP VIEW IF EXISTS `open_orders`*/;
SET @saved_cs_client     = @@character_set_client;
SET character_set_client = utf8mb4;
/*!50001 CREATE VIEW `open_orders` AS SELECT
 NULL AS `id`,
 NULL AS `customer_id`,
 NULL AS `total` */;
SET character_set_client = @saved_cs_client;

--
-- Table structure for table `orders`
--

DROP TABLE IF EXISTS `orders`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `orders` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `customer_id` int(10) unsigned NOT NULL,
  `placed` datetime(3) NOT NULL,
  `status` varchar(12) NOT NULL DEFAULT 'open',
  `total` decimal(12,2) NOT NULL DEFAULT 0.00,
  `year_of` year(4) DEFAULT NULL,
  `took` time DEFAULT NULL,
  `bits` bit(8) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `by_customer` (`customer_id`,`placed`),
  CONSTRAINT `orders_customer` FOREIGN KEY (`customer_id`) REFERENCES `customer` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB AUTO_INCREMENT=5063 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `orders`
--

LOCK TABLES `orders` WRITE;
/*!40000 ALTER TABLE `orders` DISABLE KEYS */;
INSERT INTO `orders` VALUES
(5000,1,'2026-01-02 03:04:05.678','paid',0.00,2000,'00:00:00',0x05),
(5001,3,'2026-01-02 03:14:05.678','open',12.50,2010,'00:10:10',0x05),
(5002,1,'2026-01-02 03:24:05.678','open',25.00,2020,'00:20:20',0x05),
(5003,3,'2026-01-02 03:34:05.678','paid',37.50,2004,'00:30:30',0x05),
(5004,1,'2026-01-02 03:44:05.678','open',50.00,2014,'00:40:40',0x05),
(5005,2,'2026-01-02 03:05:05.678','open',1.25,2001,'00:01:01',0x05),
(5006,4,'2026-01-02 03:15:05.678','open',13.75,2011,'00:11:11',0x05),
(5007,2,'2026-01-02 03:25:05.678','paid',26.25,2021,'00:21:21',0x05),
(5008,4,'2026-01-02 03:35:05.678','open',38.75,2005,'00:31:31',0x05),
(5009,2,'2026-01-02 03:45:05.678','open',51.25,2015,'00:41:41',0x05),
(5010,3,'2026-01-02 03:06:05.678','open',2.50,2002,'00:02:02',0x05),
(5011,1,'2026-01-02 03:16:05.678','paid',15.00,2012,'00:12:12',0x05),
(5012,3,'2026-01-02 03:26:05.678','open',27.50,2022,'00:22:22',0x05),
(5013,1,'2026-01-02 03:36:05.678','open',40.00,2006,'00:32:32',0x05),
(5014,3,'2026-01-02 03:46:05.678','paid',52.50,2016,'00:42:42',0x05),
(5015,4,'2026-01-02 03:07:05.678','paid',3.75,2003,'00:03:03',0x05),
(5016,2,'2026-01-02 03:17:05.678','open',16.25,2013,'00:13:13',0x05),
(5017,4,'2026-01-02 03:27:05.678','open',28.75,2023,'00:23:23',0x05),
(5018,2,'2026-01-02 03:37:05.678','paid',41.25,2007,'00:33:33',0x05),
(5019,4,'2026-01-02 03:47:05.678','open',53.75,2017,'00:43:43',0x05),
(5020,1,'2026-01-02 03:08:05.678','open',5.00,2004,'00:04:04',0x05),
(5021,3,'2026-01-02 03:18:05.678','open',17.50,2014,'00:14:14',0x05),
(5022,1,'2026-01-02 03:28:05.678','paid',30.00,2024,'00:24:24',0x05),
(5023,3,'2026-01-02 03:38:05.678','open',42.50,2008,'00:34:34',0x05),
(5024,1,'2026-01-02 03:48:05.678','open',55.00,2018,'00:44:44',0x05),
(5025,2,'2026-01-02 03:09:05.678','open',6.25,2005,'00:05:05',0x05),
(5026,4,'2026-01-02 03:19:05.678','paid',18.75,2015,'00:15:15',0x05),
(5027,2,'2026-01-02 03:29:05.678','open',31.25,2025,'00:25:25',0x05),
(5028,4,'2026-01-02 03:39:05.678','open',43.75,2009,'00:35:35',0x05),
(5029,2,'2026-01-02 03:49:05.678','paid',56.25,2019,'00:45:45',0x05),
(5030,3,'2026-01-02 03:10:05.678','paid',7.50,2006,'00:06:06',0x05),
(5031,1,'2026-01-02 03:20:05.678','open',20.00,2016,'00:16:16',0x05),
(5032,3,'2026-01-02 03:30:05.678','open',32.50,2000,'00:26:26',0x05),
(5033,1,'2026-01-02 03:40:05.678','paid',45.00,2010,'00:36:36',0x05),
(5034,3,'2026-01-02 03:50:05.678','open',57.50,2020,'00:46:46',0x05),
(5035,4,'2026-01-02 03:11:05.678','open',8.75,2007,'00:07:07',0x05),
(5036,2,'2026-01-02 03:21:05.678','open',21.25,2017,'00:17:17',0x05),
(5037,4,'2026-01-02 03:31:05.678','paid',33.75,2001,'00:27:27',0x05),
(5038,2,'2026-01-02 03:41:05.678','open',46.25,2011,'00:37:37',0x05),
(5039,4,'2026-01-02 03:51:05.678','open',58.75,2021,'00:47:47',0x05),
(5040,1,'2026-01-02 03:12:05.678','open',10.00,2008,'00:08:08',0x05),
(5041,3,'2026-01-02 03:22:05.678','paid',22.50,2018,'00:18:18',0x05),
(5042,1,'2026-01-02 03:32:05.678','open',35.00,2002,'00:28:28',0x05),
(5043,3,'2026-01-02 03:42:05.678','open',47.50,2012,'00:38:38',0x05),
(5044,1,'2026-01-02 03:52:05.678','paid',60.00,2022,'00:48:48',0x05),
(5045,2,'2026-01-02 03:13:05.678','paid',11.25,2009,'00:09:09',0x05),
(5046,4,'2026-01-02 03:23:05.678','open',23.75,2019,'00:19:19',0x05),
(5047,2,'2026-01-02 03:33:05.678','open',36.25,2003,'00:29:29',0x05),
(5048,4,'2026-01-02 03:43:05.678','paid',48.75,2013,'00:39:39',0x05),
(5049,2,'2026-01-02 03:53:05.678','open',61.25,2023,'00:49:49',0x05);
/*!40000 ALTER TABLE `orders` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `product`
--

DROP TABLE IF EXISTS `product`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `product` (
  `sku` char(8) NOT NULL,
  `title` varchar(200) NOT NULL,
  `price` decimal(10,2) NOT NULL,
  `weight` double DEFAULT NULL,
  `attributes` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`attributes`)),
  `picture` blob DEFAULT NULL,
  `notes` mediumtext DEFAULT NULL,
  PRIMARY KEY (`sku`),
  FULLTEXT KEY `by_text` (`title`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `product`
--

LOCK TABLES `product` WRITE;
/*!40000 ALTER TABLE `product` DISABLE KEYS */;
INSERT INTO `product` VALUES
('A-1','Thing; with semicolon',9.99,1.5,'{\"a\": [1, 2], \"b\": \"it\'s\"}',0x00FF10,'tab	here'),
('B-2','`ticks`',0.10,NULL,NULL,NULL,NULL),
('C-3','-- no comment /* none */',12345678.90,-0.0000001,'[]','','xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx');
/*!40000 ALTER TABLE `product` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Dumping routines for database 'store'
--

--
-- Final view structure for view `open_orders`
--

/*!50001 DROP VIEW IF EXISTS `open_orders`*/;
/*!50001 SET @saved_cs_client          = @@character_set_client */;
/*!50001 SET @saved_cs_results         = @@character_set_results */;
/*!50001 SET @saved_col_connection     = @@collation_connection */;
/*!50001 SET character_set_client      = utf8mb3 */;
/*!50001 SET character_set_results     = utf8mb3 */;
/*!50001 SET collation_connection      = utf8mb3_general_ci */;
/*!50001 CREATE ALGORITHM=UNDEFINED */
/*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */
/*!50001 VIEW `open_orders` AS select `orders`.`id` AS `id`,`orders`.`customer_id` AS `customer_id`,`orders`.`total` AS `total` from `orders` where `orders`.`status` = 'open' */;
/*!50001 SET character_set_client      = @saved_cs_client */;
/*!50001 SET character_set_results     = @saved_cs_results */;
/*!50001 SET collation_connection      = @saved_col_connection */;
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

-- Dump completed on 2026-11-21 21:57:21
